using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Text;

namespace Helpdesk.Corrections;

/// <summary>What people leave for each other about a message: the table <c>notes</c>.</summary>
sealed class NoteStore(HelpdeskDatabase database)
{
    /// <summary>Two thousand characters: a note is read beside a message, not instead of it.</summary>
    public const int Longest = 2_000;

    /// <exception cref="Refusal">The note is empty or too long, or there is no such message.</exception>
    public async Task AddAsync(long message, int person, string? text, CancellationToken stop)
    {
        var note = CleanText.Of(text).Trim();
        if (note.Length is 0 or > Longest)
        {
            throw new Refusal(note.Length == 0 ? "The note is empty; write a word or leave it." : $"The note has {note.Length} characters; {Longest} fit.");
        }

        // The same words twice in a row are a form posted twice.
        await using var add = database.Source.CreateCommand("""
            insert into notes (message_id, person_id, text)
            select id, $2, $3 from messages where id = $1
                and (select (n.person_id, n.text) from notes n where n.message_id = $1 order by n.id desc limit 1) is distinct from ($2, $3)
            """);
        add.Parameters.AddWithValue(message);
        add.Parameters.AddWithValue(person);
        add.Parameters.AddWithValue(note);
        await add.ExecuteNonQueryAsync(stop);
    }
}
