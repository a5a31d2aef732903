using Drover.Cli.CommandLine;
using Drover.Cli.Services;

namespace Drover.Cli.Tests.Services;

public sealed class EntryNameTests
{
    [Theory]
    [InlineData("web/httpd", "web", "httpd")]
    [InlineData("a%2Fb/c%2Fd", "a/b", "c/d")]
    [InlineData("100%25/t", "100%", "t")]
    [InlineData("a%252Fb/t", "a%2Fb", "t")]
    [InlineData("a%41/b/c", "a%41", "b/c")]
    public void A_name_as_it_is_listed_is_that_of_its_entry(string text, string group, string tag)
    {
        var name = EntryName.Parse(text);
        Assert.Equal((group, tag), (name.Group, name.Tag));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("/httpd")]
    [InlineData("web/")]
    public void What_is_no_name_of_an_entry_is_refused(string text) => Assert.Throws<CliException>(() => EntryName.Parse(text));
}
