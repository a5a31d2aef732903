using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

public sealed class CltabCommandTests
{
    [Theory]
    [InlineData("/bin/sleep 10", false)]
    [InlineData("/bin/echo a=b -x +y %z #w", false)]
    [InlineData("echo hi > OUT", true)]
    [InlineData("sleep 5; true", true)]
    [InlineData("echo $HOME", true)]
    [InlineData("echo 'quoted'", true)]
    [InlineData("A=b cmd", true)]
    [InlineData("exec cmd", true)]
    [InlineData(". /etc/profile", true)]
    [InlineData("./run", false)]
    [InlineData("executor", false)]
    public void Metacharacters_ask_for_the_shell(string command, bool expected) =>
        Assert.Equal(expected, new CltabCommand(command).NeedsShell);

    [Fact]
    public void Words_are_split_at_runs_of_blanks() =>
        Assert.Equal(["/bin/echo", "a", "b"], new CltabCommand(" /bin/echo  a\tb ").Words);
}
