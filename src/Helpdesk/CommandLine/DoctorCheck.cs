namespace Helpdesk.CommandLine;

/// <summary>One thing <c>doctor</c> looks at; a room adds its own.</summary>
/// <param name="Name">What is looked at, in a few words.</param>
/// <param name="Run">Says what was found; throws a <see cref="Refusal"/> that names what is wrong and the mending step.</param>
sealed record DoctorCheck(string Name, Func<CancellationToken, Task<string>> Run);
