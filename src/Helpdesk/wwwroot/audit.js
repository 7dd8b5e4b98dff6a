// The audit with the keyboard: the same keys as the review choose, and the page loads the next message.

document.querySelector('.subject')?.focus({ preventScroll: true });
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || event.target.matches('input, textarea, select')
      || localStorage.getItem('helpdesk-keys') === 'off') {
    return;
  }
  const button = document.querySelector(`form.answer [data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
