using Drover.ManPages;

namespace Drover.Cli.Tests.ManPages;

public sealed class ManPageTests
{
    [Fact]
    public void A_page_of_markdown_becomes_requests_of_man()
    {
        var page = ManPage.Read("""
            # tool(1): does `this` - and that

            First *words*, see [here](other.md) and [there](https://example.org/).

            ## Options and more

                tool -x \n
                .not a request

            | option | default | |
            |---|---|---|
            | `-a`, `--all` | no | all of it |

            - one
            - two
            """)!;
        Assert.Equal("tool.1", page.FileName);
        Assert.Equal(
        [
            ".TH \"TOOL\" \"1\" \"\" \"Drover\" \"Drover\"", ".SH \"NAME\"", "tool \\- does \\(gathis\\(ga \\- and that", ".SH \"DESCRIPTION\"", ".PP",
            "First \\fIwords\\fR, see here and there (https://example.org/).", ".SH \"OPTIONS AND MORE\"", ".PP", ".RS \"4\"", ".EX", "tool \\-x \\en", "\\&.not a request", ".EE", ".RE",
            ".TP", "\\fB\\-a\\fR, \\fB\\-\\-all\\fR", "default: no; all of it", ".IP \"\\[u2022]\" \"4\"", "one", ".IP \"\\[u2022]\" \"4\"", "two", "",
        ], page.Text.Split('\n'));
    }

    [Fact]
    public void A_page_that_is_about_no_program_is_none() => Assert.Null(ManPage.Read("# Queries\n\nText.\n"));

    [Theory]
    [InlineData("cli.md", "drover.1")]
    [InlineData("clinit.md", "clinit.1")]
    [InlineData("droverd.md", "droverd.8")]
    [InlineData("drover-agent.md", "drover-agent.8")]
    [InlineData("drover-guard.md", "drover-guard.8")]
    public async Task The_pages_of_the_programs_are_set_without_a_warning(string source, string name)
    {
        var page = ManPage.Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "documentation", source), TestContext.Current.CancellationToken))!;
        Assert.Equal(name, page.FileName);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, page.Text, TestContext.Current.CancellationToken);
            var result = await CliRun.ShellAsync($"groff -ww -man -Tutf8 {file} | wc -l", "/nonexistent");
            Assert.Equal("", result.Err);
            Assert.InRange(int.Parse(result.Out, System.Globalization.CultureInfo.InvariantCulture), 50, 5000);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
