using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Helpdesk.CommandLine;

/// <summary>Checks a settings class by its annotations; each failure is a sentence that names the setting and, where an annotation failed, the value given.</summary>
sealed class SettingsCheck<T>(string section) : IValidateOptions<T> where T : class
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(r => Sentence(r, options)));
    }

    string Sentence(ValidationResult result, T options) => result.MemberNames.FirstOrDefault() is { } member
        ? string.Create(CultureInfo.InvariantCulture, $"{section}__{member} is '{typeof(T).GetProperty(member)?.GetValue(options)}': {result.ErrorMessage}")
        : result.ErrorMessage!;
}
