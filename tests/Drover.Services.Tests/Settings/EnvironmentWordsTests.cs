using Drover.Services.Settings;

namespace Drover.Services.Tests.Settings;

public sealed class EnvironmentWordsTests
{
    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("  A=1\tB=  C=x=y ", "A=1|B=|C=x=y")]
    [InlineData("\"A=b c\" B='d  e' C=f\" g\"h", "A=b c|B=d  e|C=f gh")]
    [InlineData("A=\\ \\\" B='\\' C=\"\\\"\"", "A= \"|B=\\|C=\"")]
    [InlineData("A=$HOME", "A=$HOME")]
    public void Words_are_variables(string text, string wanted) =>
        Assert.Equal(wanted, string.Join('|', EnvironmentWords.Read(text, out _)!.Select(pair => $"{pair.Key}={pair.Value}")));
}
