using System.Diagnostics;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A process of somebody else that has got the number of one which ended, and leads a session of that number. It keeps account of the
/// signals that it hears. Choosing a number (clone3(2) with set_tid) needs root.</summary>
internal sealed class Stranger : IDisposable
{
    private const int UserSignal2 = 12;

    private readonly Process _parent;
    private readonly string _heard;
    private readonly int _number;

    private Stranger(Process parent, int number, string heard) => (_parent, _number, _heard) = (parent, number, heard);

    internal static void SkipUnlessPossible() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Choosing the number of a process needs root.");

    /// <summary>Takes a number once it is free.</summary>
    internal static Stranger Take(int number, Sandbox sandbox)
    {
        var heard = sandbox.At($"heard-{number}");
        var parent = Command.Begin("perl", [Path.Combine(AppContext.BaseDirectory, "perl", "stranger.pl"), $"{number}", heard]);
        var stranger = new Stranger(parent, number, heard);
        if (parent.StandardOutput.ReadLine() == "here")
            return stranger;
        var reason = parent.StandardError.ReadToEnd().Trim();
        stranger.Dispose();
        // An init that does not reap, or a kernel that does not let us choose, is no fault of the daemon.
        Assert.Skip($"Number {number} cannot be taken: {reason}");
        throw new InvalidOperationException(reason);
    }

    /// <summary>Fails unless it lives and has heard nothing: the signal that it is sent now must be its first.</summary>
    internal void ExpectUntouched(ServiceNode node)
    {
        Signals.Send(_number, UserSignal2);
        node.Until(() => File.Exists(_heard) && File.ReadAllText(_heard).EndsWith("USR2\n", StringComparison.Ordinal), () => $"the stranger {_number} is dead");
        Assert.Equal("USR2\n", File.ReadAllText(_heard));
        File.Delete(_heard);
    }

    public void Dispose()
    {
        Signals.SendToGroup(_parent.Id, Signals.Kill);
        Signals.Send(_number, Signals.Kill);
        _parent.WaitForExit();
        _parent.Dispose();
    }
}
