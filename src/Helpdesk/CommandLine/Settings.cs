using Microsoft.Extensions.Options;

namespace Helpdesk.CommandLine;

/// <summary>How a room declares its settings: bound to their section, checked before any verb runs.</summary>
static class Settings
{
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section) where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(new SettingsCheck<T>(section));
        services.AddOptions<T>().Configure<IConfiguration>((settings, configuration) => Bind(settings, configuration.GetSection(section))).ValidateOnStart();
        return services;
    }

    /// <summary>Note: the binder leaves out a list's block that it cannot read, unless unknown names are errors too; a mailbox must not vanish over a typing mistake.</summary>
    static void Bind<T>(T settings, IConfigurationSection section) where T : class
    {
        try
        {
            section.Bind(settings, binder => binder.ErrorOnUnknownConfiguration = settings is System.Collections.IList);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(section.Path, typeof(T), [$"The settings of {section.Path} cannot be read: {Innermost(e).Message.TrimEnd('.')}; correct that setting."]);
        }
    }

    /// <summary>The last of the binder's own exceptions: it names setting and value; the causes below it do not.</summary>
    static Exception Innermost(InvalidOperationException e) => e.InnerException is InvalidOperationException inner ? Innermost(inner) : e;
}
