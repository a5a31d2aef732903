using System.Text;
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
    [InlineData("exec\tcmd", true)]
    [InlineData(" exec cmd", true)]
    [InlineData(". /etc/profile", true)]
    [InlineData("./run", false)]
    [InlineData("executor", false)]
    public void Metacharacters_ask_for_the_shell(string command, bool expected) =>
        Assert.Equal(expected, new CltabCommand(command).NeedsShell);

    [Theory]
    [InlineData("/bin/echo caf\u00e9", "/bin/echo|caf\u00e9")]
    [InlineData("/bin/echo caf\u00e9 > out", "/bin/sh|-c|/bin/echo caf\u00e9 > out")]
    public void What_is_executed_has_the_bytes_of_the_file(string line, string words)
    {
        foreach (var encoding in new[] { Encoding.Latin1, Encoding.UTF8 })
        {
            var entry = CltabParser.Parse([.. "g:t:1:once:"u8, .. encoding.GetBytes(line)], "f").Groups[0].Entries[0];
            Assert.Equal(words.Split('|').Select(encoding.GetBytes), entry.Command.ToWords().Select(word => word.ToArray()));
        }
    }

    [Fact]
    public void Words_are_split_at_runs_of_blanks() =>
        Assert.Equal(["/bin/echo", "a", "b"], new CltabCommand(" /bin/echo  a\tb ").Words);
}
