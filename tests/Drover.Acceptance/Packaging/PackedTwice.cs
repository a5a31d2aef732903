using Drover.Acceptance.Running;

namespace Drover.Acceptance.Packaging;

/// <summary>The Debian packages, packed twice from a small stage: with one program standing for all, as it is packing that is looked at. The second time by somebody with other habits, elsewhere, of files
/// that are older than the entry in the changelog.</summary>
public sealed class PackedTwice : IDisposable
{
    private static readonly string s_pack = Path.Combine(Programs.Root(), "packaging", "pack-deb");

    private readonly Sandbox _sandbox = new();

    public PackedTwice()
    {
        var built = Stage("built");
        Command.Run(s_pack, [built, _sandbox.At("first")]).Expect(0);
        var older = Stage("older");
        foreach (var file in Directory.EnumerateFiles(older, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(1));
        Command.Run("sh", ["-c", "umask 077; exec \"$@\"", "sh", s_pack, older, _sandbox.At("elsewhere/second")],
            new Dictionary<string, string> { ["TZ"] = "Asia/Kolkata", ["DEB_BUILD_OPTIONS"] = "nostrip parallel=2", ["SOURCE_DATE_EPOCH"] = "1" }).Expect(0);
    }

    internal string First(string package) => Find("first", package);

    internal string Second(string package) => Find("elsewhere/second", package);

    public void Dispose() => _sandbox.Dispose();

    private string Find(string folder, string package) => Assert.Single(Directory.GetFiles(_sandbox.At(folder), package + "_*.deb"));

    private string Stage(string name)
    {
        var built = Directory.CreateDirectory(_sandbox.At(name)).FullName;
        foreach (var program in (string[])["droverd", "drover-agent", "drover-guard", "drover", "clinit", "libdrover-spawn.so"])
            File.Copy(Programs.Clinit, Path.Combine(built, program));
        foreach (var shell in (string[])["bash", "zsh", "fish"])
            File.WriteAllText(Path.Combine(built, "completion." + shell), $"# {shell}\n");
        File.WriteAllText(Path.Combine(built, "sbom.json"), "{}\n");
        Directory.CreateDirectory(Path.Combine(built, "man"));
        foreach (var page in (string[])["droverd.8", "drover-agent.8", "drover-guard.8", "drover.1", "clinit.1"])
            File.WriteAllText(Path.Combine(built, "man", page), $".TH {page[..^2]} {page[^1]}\n.SH NAME\n{page[..^2]} \\- a program\n");
        return built;
    }
}
