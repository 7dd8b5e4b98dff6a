// The list: "/" goes to the search, and the number of ticked messages is told as it grows.

const search = document.getElementById('q');
const ticked = document.getElementById('ticked');
const boxes = [...document.querySelectorAll('input[name=ids]')];

document.addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.matches('input, textarea, select') && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

function tell() {
  const count = boxes.filter(box => box.checked).length;
  ticked.textContent = count ? `(${count})` : '';
}

for (const box of boxes) {
  box.addEventListener('change', tell);
}
if (ticked) {
  tell();
}
