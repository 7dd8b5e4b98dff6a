using System.Diagnostics;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Helpdesk.Reporting;
using Helpdesk.Reporting.Exports;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>Every output of a month says the same, and office programs open it.</summary>
public sealed class ParityTests(Servers servers)
{
    static readonly string[] Table5 = File.ReadAllLines(Demo.DemoPlan.PublishedFile);

    [Fact]
    public async Task Page_csv_xlsx_docx_html_markdown_json_and_api_have_the_same_cells()
    {
        var database = await Months.OfAsync(servers, [.. Enumerable.Range(0, 13).SelectMany(m => Enumerable.Range(1, 11).Where(c => (m + c) % 5 != 0).Select(c => ($"{2018 + ((m + 5) / 12)}-{((m + 5) % 12) + 1:D2}", (short)c, 1 + (m * c % 7))))]);
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-05", "--sign-off", "test")).Succeeded();
        await Months.AddAsync(database, "2019-05", 7, 1100);
        (await HelpdeskRun.OnAsync(database, "restate", "--month", "2019-05")).Succeeded();
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06", "--sign-off", "test")).Succeeded();

        foreach (var figures in (string[])["current", "published"])
        {
            var expected = ReadBack.Csv(await TextAsync(database, "table", "csv", figures));
            Assert.Equal(12, expected.Count);
            if (figures == "current")
            {
                ReadBack.AddsUp(expected);
            }

            Assert.Equal(expected, ReadBack.Json(await TextAsync(database, "table", "json", figures)));
            Assert.Equal(expected, ReadBack.Markdown(await TextAsync(database, "section", "md", figures)));
            Assert.Equal(expected, ReadBack.Html(await TextAsync(database, "section", "html", figures)));
            Assert.Equal(expected, ReadBack.Docx(await BytesAsync(database, "section", "docx", figures)));
            Assert.Equal(expected, ReadBack.Xlsx(await BytesAsync(database, "table", "xlsx", figures)));

            await using var served = await RunningHelpdesk.ServeAsync(database, []);
            using var api = await ApiTests.ClientAsync(database, served, $"parity-{figures}");
            Assert.Equal(expected, ReadBack.Csv(await api.GetStringAsync($"/api/v1/table?month=2019-06&as={figures}&format=csv", TestContext.Current.CancellationToken)));
            Assert.Equal(expected, ReadBack.Json(await api.GetStringAsync($"/api/v1/table?month=2019-06&as={figures}", TestContext.Current.CancellationToken)));
            using var person = await PageTests.SignedInAsync(database, served, "viewer", $"viewer-{figures}");
            Assert.Equal(expected, ReadBack.Html(await person.GetStringAsync($"/?month=2019-06&as={figures}", TestContext.Current.CancellationToken)).Take(12));
        }
    }

    [Fact]
    public async Task Libreoffice_opens_the_document_and_the_workbook_and_shows_every_figure()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "import", "table", Demo.DemoPlan.PublishedFile)).Succeeded();
        var folder = Directory.CreateTempSubdirectory("helpdesk-office-").FullName;
        foreach (var (verb, format) in (IEnumerable<(string, string)>)[("section", "docx"), ("table", "xlsx")])
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{verb}.{format}"), await BytesAsync(database, verb, format, "published"), TestContext.Current.CancellationToken);
            await RunAsync("soffice", $"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, Path.Combine(folder, $"{verb}.{format}"));
            var text = await RunAsync("pdftotext", "-layout", Path.Combine(folder, $"{verb}.pdf"), "-");

            foreach (var line in Table5.Skip(1).Select(l => l.Split(',')))
            {
                Assert.Matches(string.Join(@"\s+", line.Select((c, i) => System.Text.RegularExpressions.Regex.Escape(i == 0 ? c : int.Parse(c, System.Globalization.CultureInfo.InvariantCulture).ToString("N0", System.Globalization.CultureInfo.InvariantCulture)))), text);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Document_and_workbook_are_valid_office_open_xml()
    {
        var database = await servers.NewDatabaseAsync();
        (await HelpdeskRun.OnAsync(database, "import", "table", Demo.DemoPlan.PublishedFile)).Succeeded();
        using var document = WordprocessingDocument.Open(new MemoryStream(await BytesAsync(database, "section", "docx", "published")), isEditable: false);
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(await BytesAsync(database, "table", "xlsx", "published")), isEditable: false);

        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(workbook, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2-3")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tTab")]
    public async Task A_name_that_looks_like_a_formula_runs_nowhere(string name)
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 1));
        await Months.DoAsync(database, $"update categories set name = E'{name.Replace("'", "''", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}' where id = 1");

        Assert.StartsWith("'" + name, (await Months.CsvAsync(database, "--month", "2019-06"))[1].Trim('"'), StringComparison.Ordinal);
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(await BytesAsync(database, "table", "xlsx", "current")), isEditable: false);
        var cell = workbook.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()).First(c => c.InnerText == name);
        Assert.Null(cell.CellFormula);
        Assert.Equal(DocumentFormat.OpenXml.Spreadsheet.CellValues.InlineString, cell.DataType!.Value);
        Assert.True(workbook.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<DocumentFormat.OpenXml.Spreadsheet.CellFormat>().ElementAt((int)cell.StyleIndex!.Value).QuotePrefix!.Value);
    }

    [Fact]
    public void The_charts_have_words_for_those_who_cannot_see_them()
    {
        var table = new ReportTable(Figures.Current, [new(2019, 5), new(2019, 6)], [new("A & B", [3, 4], "a"), new("C", [0, null], "c")], []);

        foreach (var svg in (string[])[StackedChart.Of(table), SmallMultiples.Of(table)])
        {
            Assert.Contains("role=\"img\"", svg, StringComparison.Ordinal);
            Assert.Contains("June 2019", svg, StringComparison.Ordinal);
            Assert.Contains("A &amp; B 4", svg, StringComparison.Ordinal);
            System.Xml.Linq.XDocument.Parse(svg);
        }
    }

    static async Task<string> TextAsync(string database, string verb, string format, string figures) => Encoding.UTF8.GetString(await BytesAsync(database, verb, format, figures));

    static async Task<byte[]> BytesAsync(string database, string verb, string format, string figures)
    {
        var file = Path.GetTempFileName();
        (await HelpdeskRun.OnAsync(database, verb, "--month", "2019-06", "--as", figures, "--format", format, "--output", file)).Succeeded();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        return bytes;
    }

    static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
