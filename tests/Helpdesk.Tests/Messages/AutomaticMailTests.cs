using Helpdesk.Messages;
using Helpdesk.Tests.Support;
using MimeKit;

namespace Helpdesk.Tests.Messages;

/// <summary>Machine-made mail is told by its headers (RFC 3834, 3464, 8098), never by its words; web forms are people's.</summary>
public sealed class AutomaticMailTests
{
    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", "auto-replied")]
    [InlineData("Auto-Submitted", "Auto-Replied; owner=x", "auto-replied")]
    [InlineData("Auto-Submitted", "auto-generated (by a machine)", "auto-generated")]
    [InlineData("Auto-Submitted", "no", null)]
    [InlineData("Return-Path", "<>", "null sender")]
    [InlineData("Return-Path", " <> ", "null sender")]
    [InlineData("Return-Path", "<ada@calderwyn.example>", null)]
    [InlineData("Precedence", "auto_reply", "auto-reply")]
    [InlineData("Precedence", "bulk", null)]
    [InlineData("Precedence", "list", null)]
    [InlineData("X-Autoreply", "yes", "auto-reply")]
    [InlineData("X-Auto-Response-Suppress", "All", null)]
    [InlineData("Subject", "Automatic reply: out of office", null)]
    public void A_header_tells(string header, string value, string? reason) =>
        Assert.Equal(reason, AutomaticMail.Reason(Some.Mail(and: m => m.Headers.Replace(header, value)), isWebForm: false));

    [Fact]
    public void A_form_of_the_website_is_a_person_s() =>
        Assert.Null(AutomaticMail.Reason(Some.Mail(and: m => m.Headers.Add("Auto-Submitted", "auto-generated")), isWebForm: true));

    [Fact]
    public void An_answer_of_a_machine_to_a_form_is_a_machine_s() =>
        Assert.Equal("auto-replied", AutomaticMail.Reason(Some.Mail(and: m => m.Headers.Add("Auto-Submitted", "auto-replied")), isWebForm: true));

    [Theory]
    [InlineData("delivery-status", "bounce")]
    [InlineData("disposition-notification", "receipt")]
    [InlineData("feedback-report", "report")]
    public void A_report_is_a_machine_s(string type, string reason) =>
        Assert.Equal(reason, AutomaticMail.Reason(Some.Mail(and: m => m.Body = new MultipartReport(type) { new TextPart("plain") { Text = "x" } }), isWebForm: false));

    [Fact]
    public void The_mailer_daemon_is_a_machine() =>
        Assert.Equal("bounce", AutomaticMail.Reason(Some.Mail(from: "Mail System <MAILER-DAEMON@mx.calderwyn.example>"), isWebForm: false));
}
