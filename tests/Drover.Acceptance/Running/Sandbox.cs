namespace Drover.Acceptance.Running;

/// <summary>A directory of its own for one daemon, removed at the end. The path is short: socket paths have 107 bytes.</summary>
internal sealed class Sandbox : IDisposable
{
    internal const string NodeName = "node1";

    internal Sandbox()
    {
        Path = Directory.CreateTempSubdirectory("drv-").FullName;
        // Other users look at sockets in it.
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(GanetiRoot);
    }

    internal string Path { get; }

    internal string State => At("state");

    internal string Run => At("run");

    /// <summary>The virtual root of Ganeti's tools. Its last part must be the node's name.</summary>
    internal string GanetiRoot => At(NodeName);

    internal string HttpSocket => System.IO.Path.Combine(Run, "drover.sock");

    internal string LuxiSocket => System.IO.Path.Combine(GanetiRoot, "var/run/ganeti/socket/ganeti-query");

    internal string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
