
namespace Helpdesk.Corrections;

/// <summary>stored -> corrected: what people say of messages, and the desk where they say it.</summary>
static class CorrectionsRoom
{
    public static T AddCorrections<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<CategoryBook>();
        builder.Services.AddSingleton<CorrectionStore>();
        builder.Services.AddSingleton<BulkStore>();
        builder.Services.AddSingleton<NoteStore>();
        builder.Services.AddSingleton<Desk>();
        builder.Services.AddSingleton<ReviewQueue>();
        builder.Services.AddSingleton<SearchIndex>();
        builder.Services.AddSingleton<MessageList>();
        builder.Services.AddSingleton<ShownMessages>();
        builder.Services.AddSingleton<GuessWords>();
        builder.Services.AddSingleton<SimilarMail>();
        builder.Services.AddSingleton<Sheets>();
        builder.Services.AddSingleton<History>();
        return builder;
    }

}
