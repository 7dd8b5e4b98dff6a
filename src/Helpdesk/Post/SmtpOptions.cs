using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Helpdesk.CommandLine;

namespace Helpdesk.Post;

/// <summary>The server that sends our own mail (section <c>Smtp</c>); without a host nothing is sent.</summary>
sealed class SmtpOptions : IValidatableObject
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>StartTls, Tls or None; None on this machine only.</summary>
    public string Security { get; set; } = "StartTls";

    public string? User { get; set; }

    public string? Password { get; set; }

    public string? PasswordFile { get; set; }

    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>Who gets alerts.</summary>
    public IList<string> AlertsTo { get; } = [];

    public bool IsOn => Host.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (Security is not ("StartTls" or "Tls" or "None"))
        {
            yield return new($"Smtp__Security is '{Security}'; it must be StartTls, Tls or None.");
        }

        if (Security == "None" && Host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            yield return new($"Smtp__Security is None, but {Host} is not this machine; use StartTls or Tls.");
        }

        if (!MailAddress.TryCreate(From, out _))
        {
            yield return new($"Smtp__From is '{From}', which is no address.");
        }

        foreach (var (i, to) in AlertsTo.Index())
        {
            if (!MailAddress.TryCreate(to, out _))
            {
                yield return new($"Smtp__AlertsTo__{i} is '{to}', which is no address.");
            }
        }

        if (PasswordFile is not null && SecretFile.Problem("Smtp__PasswordFile", PasswordFile) is { } problem)
        {
            yield return new(problem);
        }
    }
}
