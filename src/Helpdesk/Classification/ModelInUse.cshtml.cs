using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Helpdesk.Classification;

/// <summary>The model in service and how good it was found, for administrators: putting a trained one in its place, and back.</summary>
[Authorize(Policy = Roles.Administrator)]
sealed class ModelInUseModel(HelpdeskDatabase database, IOptions<ClassifierOptions> options, ModelChange change) : PageModel
{
    /// <summary>What is written beside the model; null when its folder cannot be read, and <see cref="WhyNot"/> says why.</summary>
    public ModelManifest? Manifest { get; private set; }

    public string? WhyNot { get; private set; }

    /// <summary>The one before, to which there is a way back.</summary>
    public ModelManifest? Before { get; private set; }

    /// <summary>What the job trained and nobody has decided on.</summary>
    public ProposalStore.Proposal? Waiting { get; private set; }

    /// <summary>How many messages people have labelled, and how many of these since the last training.</summary>
    public (int All, int New) Answers { get; private set; }

    public int RetrainAfter => options.Value.RetrainAfter;

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Trouble { get; set; }

    public async Task OnGetAsync(CancellationToken stop)
    {
        (Manifest, WhyNot) = await ReadAsync(options.Value.Folder, stop);
        (Before, _) = await ReadAsync(Promotion.Previous(options.Value.Folder), stop);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        Waiting = await ProposalStore.WaitingAsync(connection, stop);
        var (labels, fresh, _) = await ProposalStore.LabelsAsync(connection, stop);
        Answers = (labels, fresh);
    }

    /// <summary>Puts the proposal into service; the gates are asked again, for the model in service may have changed meanwhile.</summary>
    public Task<IActionResult> OnPostPromoteAsync(string? version, CancellationToken stop) => DoAsync(async connection =>
    {
        var waiting = await WaitingAsync(connection, version, stop);
        return await change.PromoteAsync(connection, waiting.Folder, User.Identity!.Name!, look: false, _ => Task.CompletedTask, stop);
    }, stop);

    public Task<IActionResult> OnPostDeclineAsync(string? version, CancellationToken stop) => DoAsync(async connection =>
    {
        var waiting = await WaitingAsync(connection, version, stop);
        await ProposalStore.DecideAsync(connection, waiting.Version, promoted: false, User.Identity!.Name!, stop);
        return $"Model {waiting.Version} is declined; the model in service stays.";
    }, stop);

    public Task<IActionResult> OnPostBackAsync(CancellationToken stop) => DoAsync(connection =>
        change.PromoteAsync(connection, Promotion.Previous(options.Value.Folder), User.Identity!.Name!, look: false, _ => Task.CompletedTask, stop), stop);

    /// <exception cref="Refusal">Somebody else has decided meanwhile, or another model waits now.</exception>
    static async Task<ProposalStore.Proposal> WaitingAsync(Npgsql.NpgsqlConnection connection, string? version, CancellationToken stop) =>
        await ProposalStore.WaitingAsync(connection, stop) is { } waiting && waiting.Version == version
            ? waiting
            : throw new Refusal("This model no longer waits; look at the page as it is now.");

    static async Task<(ModelManifest? Manifest, string? WhyNot)> ReadAsync(string folder, CancellationToken stop)
    {
        try
        {
            return (await ModelFolder.ManifestAsync(folder, stop), null);
        }
        catch (Refusal refusal)
        {
            return (null, refusal.Message);
        }
    }

    async Task<IActionResult> DoAsync(Func<Npgsql.NpgsqlConnection, Task<string>> step, CancellationToken stop)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(stop);
            Said = await step(connection);
        }
        catch (Refusal refusal)
        {
            Trouble = refusal.Message;
        }

        return RedirectToPage();
    }
}
