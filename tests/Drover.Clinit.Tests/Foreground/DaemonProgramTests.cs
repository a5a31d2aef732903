using Drover.Clinit.Arguments;
using Drover.Clinit.Foreground;

namespace Drover.Clinit.Tests.Foreground;

public sealed class DaemonProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cd");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_daemon_is_called_with_the_places_and_with_what_follows_the_dashes()
    {
        var call = ArgumentReader.Read(["-d", "-c", "/c", "-s", "/s", "--", "--state", "/x"]);
        Assert.Equal(
            ["--cltab", "/c", "--clinit-socket", "/s", "--clstat", "/var/run/clinit/clstat", "--state", "/x"], DaemonProgram.Arguments(call));
    }

    [Fact]
    public void A_droverd_beside_the_program_comes_before_those_of_the_search_path()
    {
        var (beside, other) = (Directory.CreateDirectory(At("beside")).FullName, Directory.CreateDirectory(At("other")).FullName);
        Assert.Null(DaemonProgram.Find(beside, $":{At("missing")}:{other}"));
        File.WriteAllText(Path.Combine(other, "droverd"), "");
        Assert.Equal(Path.Combine(other, "droverd"), DaemonProgram.Find(beside, $":{At("missing")}:{other}"));
        File.WriteAllText(Path.Combine(beside, "droverd"), "");
        Assert.Equal(Path.Combine(beside, "droverd"), DaemonProgram.Find(beside, other));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
