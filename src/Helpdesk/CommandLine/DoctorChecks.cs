namespace Helpdesk.CommandLine;

/// <summary>How a room adds what <c>doctor</c> looks at.</summary>
static class DoctorChecks
{
    /// <summary>The checks are listed only when the doctor comes, since listing them may read settings.</summary>
    public static IServiceCollection AddDoctorChecks(this IServiceCollection services, Func<IServiceProvider, IEnumerable<DoctorCheck>> checks) =>
        services.AddSingleton<Func<IEnumerable<DoctorCheck>>>(provider => () => checks(provider));
}
