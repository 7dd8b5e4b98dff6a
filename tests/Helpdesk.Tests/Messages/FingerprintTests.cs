using Helpdesk.Messages;

namespace Helpdesk.Tests.Messages;

/// <summary>What servers change of a message on its way does not make it another; what people wrote does.</summary>
public sealed class FingerprintTests
{
    static readonly string Known = Of();

    [Theory]
    [InlineData("one two\nthree")]
    [InlineData("one  two\r\n\r\nthree")]
    [InlineData(" one two three \n")]
    [InlineData("one\u00A0two\u200B three")]
    public void Rewrapped_text_is_the_same(string body) => Assert.Equal(Known, Of(body: body));

    [Fact]
    public void With_a_message_id_the_recipients_add_nothing() => Assert.Equal(Known, Of(recipients: ["other@secas.example"]));

    [Fact]
    public void Without_a_message_id_the_recipients_count() => Assert.NotEqual(Of(messageId: null), Of(messageId: null, recipients: ["other@secas.example"]));

    [Fact]
    public void Whatever_a_person_wrote_counts() => Assert.Equal(7, new[]
    {
        Known, Of(messageId: "2@mail.example"), Of(date: "Fri, 15 Mar 2019 09:26:53 +0000"), Of(from: "b@calderwyn.example"), Of(subject: "Other"), Of(body: "one two"), Of(attachments: ["a.pdf"]),
    }.Distinct().Count());

    [Fact]
    public void Words_do_not_move_from_one_field_to_the_next() => Assert.NotEqual(Of(subject: "a b", body: "c"), Of(subject: "a", body: "b c"));

    [Fact]
    public void Long_text_counts_to_its_last_letter() => Assert.NotEqual(Of(body: new string('x', 100_000) + "a"), Of(body: new string('x', 100_000) + "b"));

    [Fact]
    public void Pairs_of_surrogates_at_any_place_are_hashed() =>
        Assert.Equal(600, Enumerable.Range(0, 600).Select(i => Of(body: new string('x', i) + "\U0001F4A1 \U0001F4A1")).Distinct().Count());

    static string Of(string? messageId = "1@mail.example", string date = "Thu, 14 Mar 2019 09:26:53 +0000", string from = "a@calderwyn.example", string[]? recipients = null, string subject = "Subject", string body = "one two three", string[]? attachments = null) =>
        Convert.ToHexString(Fingerprint.Of(messageId, date, from, recipients ?? ["helpdesk@secas.example"], subject, body, attachments ?? []));
}
