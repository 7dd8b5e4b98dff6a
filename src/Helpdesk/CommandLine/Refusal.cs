namespace Helpdesk.CommandLine;

/// <summary>A clear no to the person at the keyboard: one sentence that names the thing and the mending step.</summary>
/// <remarks>Reaches standard error as it stands, without a stack trace; never carries a secret, a subject or an address.</remarks>
sealed class Refusal(string sentence, Exception? cause = null) : Exception(sentence, cause);
