namespace Helpdesk.Quality.Simulating;

/// <summary>What happens to the mail in the middle of a simulated year.</summary>
enum Setting
{
    /// <summary>Only the mix of categories moves.</summary>
    Mix,

    /// <summary>From the seventh month on others write.</summary>
    Writers,

    /// <summary>From the seventh month on a fifth of a category is about something that another category used to hold.</summary>
    Topic,

    /// <summary>The scores belong to other mails: the model knows nothing.</summary>
    Shuffled,
}
