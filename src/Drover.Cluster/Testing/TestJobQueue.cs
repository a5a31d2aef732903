using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Testing;

/// <summary>OP_TEST_JQUEUE: lets a client look at its job at chosen moments. At each, a log entry names a socket; the job goes on
/// when the client has connected to it and left again.</summary>
/// <param name="runDirectory">Where the sockets are made.</param>
internal sealed class TestJobQueue(string runDirectory) : ClusterEffectOperation("OP_TEST_JQUEUE")
{
    private static readonly TimeSpan s_toConnect = TimeSpan.FromSeconds(20), s_toClose = TimeSpan.FromSeconds(60);

    public override bool Prepares => true;

    public override bool Interruptible => true;

    public override async Task PrepareAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context["notify_waitlock"].IsTrue())
            await NotifyAsync(context, "expandnames", null, cancellationToken);
    }

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        if (context["notify_exec"].IsTrue())
            await NotifyAsync(context, "exec", null, cancellationToken);
        var messages = context["log_messages"].Texts();
        if (messages.Count > 0)
            await NotifyAsync(context, "startmsg", messages.Count, cancellationToken);
        for (var i = 0; i < messages.Count; i++)
        {
            context.Log("TESTMSG=" + messages[i]);
            await NotifyAsync(context, "logmsg", i + 1, cancellationToken);
        }
        if (context["fail"].IsTrue())
            throw Refusal.Failed("This test opcode was asked to fail");
        return new OpcodeOutcome(RawJson.Write(w => w.WriteBooleanValue(true)));
    }

    private async Task NotifyAsync(OperationContext context, string test, int? argument, CancellationToken cancellationToken)
    {
        using var socket = TestSocket.Listen(runDirectory, context, string.Create(CultureInfo.InvariantCulture, $"{test}{argument}"));
        context.WaitsFor = $"the client of the test on {socket.Path}";
        await context.LogDurablyAsync("jqueue-test", RawJson.Write(writer => Write(writer, socket.Path, test, argument)), cancellationToken);
        try
        {
            await socket.ConfirmAsync(s_toConnect, s_toClose, context.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Refusal.Failed($"The client of the test did not connect to {socket.Path} within {s_toConnect.TotalSeconds} seconds, or did not leave it within {s_toClose.TotalSeconds}");
        }
        context.WaitsFor = null;
    }

    private static void Write(Utf8JsonWriter writer, string path, string test, int? argument)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(path);
        writer.WriteStringValue(test);
        if (argument is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
        writer.WriteEndArray();
    }
}
