using Drover.Acceptance.Running;
using Drover.Acceptance.Services;

namespace Drover.Acceptance.Screens;

/// <summary>A daemon with something of everything: job 1 brought up a group of which one entry dies, 2 holds a lock, 3 waits for it, 4 is at the first of many steps, 5 has failed.</summary>
public sealed class BusyFleet : IDisposable
{
    public BusyFleet()
    {
        Node = new ServiceNode(["web:httpd:1:respawn:NAP 1000", "web:bad:1:respawn:/bin/false"], "--test-opcodes", "yes");
        Daemon.Drover("tell", "web", "1").Expect(0);
        Daemon.Http.WaitFor(Daemon.Http.SubmitLocked(3000), "running");
        Daemon.Http.WaitFor(Daemon.Http.SubmitLocked(1), "waiting");
        Daemon.Http.WaitFor(Daemon.Http.Submit("""{"OP_ID":"OP_TEST_STEPS","steps":99,"step_seconds":600}"""), "running");
        Daemon.Http.WaitForEnd(Daemon.Http.Submit("""{"OP_ID":"OP_TEST_DUMMY","fail":true}"""));
        using var terminal = new Tmux(Node.Sandbox, 80, 24);
        terminal.Enter("drover get processes -w -c name,state");
        terminal.WaitFor("PAUSING");
    }

    internal ServiceNode Node { get; }

    internal Daemon Daemon => Node.Daemon;

    public void Dispose() => Node.Dispose();
}
