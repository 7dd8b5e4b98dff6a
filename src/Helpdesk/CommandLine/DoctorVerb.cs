using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Helpdesk.CommandLine;

/// <summary><c>doctor</c>: looks at everything and names each mending step.</summary>
static class DoctorVerb
{
    public sealed record Finding(string Check, bool Ok, string Says);

    public static Verb Doctor()
    {
        var json = new Option<bool>("--json") { Description = "The findings as JSON." };
        return new("doctor", "Checks settings, database, mailboxes, model, time zone and disk; each failure names the mending step.", async (run, stop) =>
        {
            var findings = new List<Finding>();
            foreach (var check in Checks(run))
            {
                var finding = await LookAsync(check, stop);
                findings.Add(finding);
                if (!run.Value(json))
                {
                    await run.Out.WriteLineAsync($"{(finding.Ok ? "ok  " : "FAIL")}  {finding.Check}: {finding.Says}");
                }
            }

            if (run.Value(json))
            {
                await run.WriteJsonAsync(findings);
            }

            return findings.All(f => f.Ok) ? 0 : 1;
        }) { ChecksSettings = true, Options = { json } };
    }

    /// <summary>Settings that are wrong make whole rooms unable to say what they would check; then that is the finding.</summary>
    static IEnumerable<DoctorCheck> Checks(VerbRun run)
    {
        var all = new List<DoctorCheck>();
        foreach (var list in run.Get<IEnumerable<Func<IEnumerable<DoctorCheck>>>>())
        {
            try
            {
                all.AddRange(list());
            }
            catch (OptionsValidationException wrong)
            {
                all.Add(new("settings", _ => throw new Refusal(string.Join(" ", wrong.Failures), wrong)));
            }
        }

        return all;
    }

    static async Task<Finding> LookAsync(DoctorCheck check, CancellationToken stop)
    {
        try
        {
            return new(check.Name, true, await check.Run(stop));
        }
        catch (Exception e) when (e is Refusal or OptionsValidationException)
        {
            return new(check.Name, false, e is OptionsValidationException wrong ? string.Join(" ", wrong.Failures) : e.Message);
        }
    }
}
