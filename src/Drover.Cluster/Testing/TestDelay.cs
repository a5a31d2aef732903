using System.Globalization;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Testing;

/// <summary>OP_TEST_DELAY: holds node locks for a while. Interruptible in two ways: by cancelling the job, and, when asked for, by
/// a byte on a socket, which ends it with success.</summary>
/// <param name="runDirectory">Where the socket is made.</param>
internal sealed class TestDelay(string runDirectory) : ClusterEffectOperation("OP_TEST_DELAY")
{
    public override bool Interruptible => true;

    public override LockSet Locks(OpcodeScope scope)
    {
        if (scope["duration"].GetDouble() <= 0)
            throw new OperationException("OpPrereqError", "Duration must be greater than zero");
        var nodes = new List<string>();
        foreach (var name in scope["on_nodes"].Texts())
            nodes.Add(scope.State.RequireNode(name).Uuid);
        if (scope["no_locks"].IsTrue())
            return LockSet.Empty;
        if (scope["on_master"].IsTrue())
            nodes.Add(scope.State.Cluster().MasterNode);
        return nodes.Count > 0 ? Locking.Shared.With(Locking.Node, nodes, LockMode.Exclusive) : Locking.Shared;
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var seconds = context["duration"].GetDouble();
        var duration = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365).TotalSeconds));
        context.WaitsFor = string.Create(CultureInfo.InvariantCulture, $"the end of a test delay of {seconds} seconds");
        var repeat = context["repeat"].GetInt64();
        for (var i = 1L; i <= Math.Max(1, repeat); i++)
        {
            if (repeat > 0)
                context.Log(string.Create(CultureInfo.InvariantCulture, $" - INFO: test delay {i} of {repeat}"));
            if (context["interruptible"].IsTrue())
                await DelayUntilToldAsync(context, duration, cancellationToken);
            else
                await Delays.WaitAsync(duration, context.Clock, cancellationToken);
        }
        return OpcodeOutcome.None;
    }

    private async Task DelayUntilToldAsync(OperationContext context, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var socket = TestSocket.Listen(runDirectory, context, "delay");
        await context.LogDurablyAsync("delay-test", RawJson.Write(w => w.WriteTexts([socket.Path])), cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var told = socket.ReceiveByteAsync(either.Token);
        var over = Delays.WaitAsync(duration, context.Clock, either.Token);
        var first = await Task.WhenAny(told, over);
        await either.CancelAsync();
        await Task.WhenAll(told, over).ContinueWith(_ => { }, TaskScheduler.Default);
        await first;
    }
}
