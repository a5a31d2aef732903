using Drover.Nodes.Services;

namespace Drover.Nodes.Tests;

public sealed class KeyTests
{
    [Theory]
    [InlineData("web", "httpd", "n1/web/httpd")]
    [InlineData("a/b", "c", "n1/a%2Fb/c")]
    [InlineData("a", "b/c", "n1/a/b%2Fc")]
    [InlineData("a%2Fb", "50%", "n1/a%252Fb/50%25")]
    [InlineData("", "ü x", "n1//ü x")]
    public void Names_cannot_be_taken_for_parts_of_a_key(string group, string tag, string key)
    {
        Assert.Equal(key, new ProcessKey("n1", group, tag).ToString());
        Assert.Equal(key, "n1/" + new ProcessKey("n1", group, tag).Name);
    }

    [Theory]
    [InlineData("n1/web", "n1", "web")]
    [InlineData("n1/a/b%", "n1", "a/b%")]
    [InlineData("web", "", "web")]
    public void A_key_of_before_names_were_escaped_has_the_group_behind_its_first_slash(string key, string node, string group) =>
        Assert.Equal(new GroupKey(node, group), GroupKey.ReadUnescaped(key));
}
