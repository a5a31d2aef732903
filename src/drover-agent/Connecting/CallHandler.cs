using System.Collections.Concurrent;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.NodeAgent.Logs;
using Drover.NodeAgent.Orders;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.NodeAgent.TestJobs;
using Drover.NodeWire.Translation;
using Microsoft.Extensions.Logging;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.Connecting;

/// <summary>Carries out what a master calls.</summary>
/// <param name="node">This node.</param>
/// <param name="orders">What was ordered before.</param>
/// <param name="spool">Takes ends that are told again.</param>
/// <param name="log">Takes what goes wrong.</param>
internal sealed class CallHandler(INode node, OrderLog orders, ReportSpool spool, ILogger log)
{
    /// <summary>Orders that are being carried out: one that comes again meanwhile, over another connection, waits for the same answer.</summary>
    private readonly ConcurrentDictionary<CommandKey, Lazy<Task<P.Answer>>> _underWay = new();

    private readonly LogCalls _logs = new(node);
    private readonly TestJobCalls _testJobs = new(node);

    /// <summary>The answer to a call.</summary>
    public async Task<P.Answer> HandleAsync(P.Call call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = call.Order is null ? await LookAsync(call, cancellationToken) : await ObeyAsync(call, cancellationToken);
            answer.Id = call.Id;
            return answer;
        }
        catch (DroverException e)
        {
            return Failure(call, e.Code, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Failure(call, "GIVEN_UP", "Nobody waits for it any more.");
        }
        catch (Exception e)
        {
            NodeAgentLog.OrderBroken(log, e);
            return Failure(call, "AGENT_ERROR", $"The agent met an error: {e.Message}");
        }
    }

    /// <summary>An order: one that is known already is answered as it was. Changes whose end is awaited are taken up again, unless they have ended.</summary>
    private async Task<P.Answer> ObeyAsync(P.Call call, CancellationToken cancellationToken)
    {
        if (call.KindCase == P.Call.KindOneofCase.TakeClusterCltab)
            // The whole of it, and known by its hash: nothing is to be remembered of the order.
            return await TakeClusterCltabAsync(call, cancellationToken);
        if (TestJobCalls.Takes(call))
            // Known by what they are about.
            return await _testJobs.AnswerAsync(call, cancellationToken);
        var command = call.Order.ToCommand();
        // Commands are known to what runs them, with their ends.
        if (call.KindCase == P.Call.KindOneofCase.Run)
            return Outcome(await node.Commands.BeginAsync(command, call.Run.ToSpec(), cancellationToken));
        var isAwaited = call.KindCase is P.Call.KindOneofCase.Tell or P.Call.KindOneofCase.ChangeEntry;
        if (isAwaited && orders.EndOf(command.Key) is { } end)
        {
            spool.Add(new LevelEnded(0, command.Key, end).ToMessage());
            return new P.Answer { Outcome = new P.Outcome() };
        }
        var order = _underWay.GetOrAdd(command.Key, _ => new Lazy<Task<P.Answer>>(() => CarryOutOnceAsync(command, call, isAwaited, cancellationToken)));
        try
        {
            return (await order.Value).Clone();
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(command.Key, order));
        }
    }

    private async Task<P.Answer> CarryOutOnceAsync(NodeCommand command, P.Call call, bool isAwaited, CancellationToken cancellationToken)
    {
        if (!isAwaited && orders.AnswerTo(command.Key) is { } before)
            return before;
        var answer = await CarryOutAsync(command, call, cancellationToken);
        if (!IsOfStaleMaster(answer))
            orders.Answer(command.Key, answer.Clone());
        return answer;
    }

    private async Task<P.Answer> CarryOutAsync(NodeCommand command, P.Call call, CancellationToken cancellationToken)
    {
        var services = node.Services;
        return call.KindCase switch
        {
            P.Call.KindOneofCase.Tell => Outcome(await services.TellAsync(command, call.Tell.Group, call.Tell.Level, cancellationToken)),
            P.Call.KindOneofCase.Cancel => Outcome(await services.CancelAsync(command, call.Cancel.Group, call.Cancel.Reason, cancellationToken)),
            P.Call.KindOneofCase.ClearBackoff =>
                Outcome(await services.ClearBackoffAsync(command, call.ClearBackoff.Group, call.ClearBackoff.HasTag ? call.ClearBackoff.Tag : null, cancellationToken)),
            P.Call.KindOneofCase.ChangeEntry =>
                Outcome(await services.ChangeEntryAsync(command, call.ChangeEntry.Group, call.ChangeEntry.Tag, (EntryChange)call.ChangeEntry.Change, cancellationToken)),
            P.Call.KindOneofCase.SignalEntry =>
                Outcome(await services.SignalEntryAsync(command, call.SignalEntry.Group, call.SignalEntry.Tag, call.SignalEntry.Signal, cancellationToken)),
            P.Call.KindOneofCase.ReloadEntry => Outcome(await services.ReloadEntryAsync(command, call.ReloadEntry.Group, call.ReloadEntry.Tag, cancellationToken)),
            P.Call.KindOneofCase.TakeCltab =>
                new P.Answer { Cltab = (await services.TakeCltabAsync(command, (CltabTaking)call.TakeCltab.How, cancellationToken)).ToMessage() },
            P.Call.KindOneofCase.End => Outcome(await node.Commands.EndAsync(command, call.End.Which.ToKey(), call.End.Reason, cancellationToken)),
            P.Call.KindOneofCase.Halt => Outcome(await services.HaltAsync(command, cancellationToken)),
            _ => throw Unknown(call),
        };
    }

    private async Task<P.Answer> LookAsync(P.Call call, CancellationToken cancellationToken)
    {
        var services = node.Services;
        return call.KindCase switch
        {
            P.Call.KindOneofCase.Foresee =>
                Outcome(await services.ForeseeAsync(call.Foresee.Group, call.Foresee.HasTag ? call.Foresee.Tag : null, (EntryOrder)call.Foresee.Order, cancellationToken)),
            P.Call.KindOneofCase.CheckCltab => new P.Answer
            {
                Cltab = (await services.CheckAsync(
                    call.CheckCltab.HasText ? call.CheckCltab.Text : null, call.CheckCltab.HasName ? call.CheckCltab.Name : null, cancellationToken)).ToMessage(),
            },
            P.Call.KindOneofCase.CheckClusterCltab => new P.Answer { Cltab = (await services.CheckClusterCltabAsync(call.CheckClusterCltab.ToCltab(), cancellationToken)).ToMessage() },
            P.Call.KindOneofCase.Plan => new P.Answer { Plan = (await services.PlanAsync(call.Plan.Group, call.Plan.Level, cancellationToken)).ToMessage() },
            P.Call.KindOneofCase.Find => new P.Answer { Group = new P.GroupFound { Group = (await services.FindAsync(call.Find.Group, cancellationToken))?.ToMessage() } },
            P.Call.KindOneofCase.Measure => new P.Answer { Measures = (await services.MeasureAsync(call.Measure.Invocations, cancellationToken)).ToMessage() },
            P.Call.KindOneofCase.ListLogs => new P.Answer { Logs = await _logs.ListAsync(cancellationToken) },
            P.Call.KindOneofCase.ReadLog => new P.Answer { Log = await _logs.ReadAsync(call.ReadLog, cancellationToken) },
            P.Call.KindOneofCase.LookAtStep => await _testJobs.AnswerAsync(call, cancellationToken),
            P.Call.KindOneofCase.Figures => new P.Answer { Figures = (await node.Facts.ReadAsync(cancellationToken)).ToMessage() },
            _ => throw Unknown(call),
        };
    }

    private async Task<P.Answer> TakeClusterCltabAsync(P.Call call, CancellationToken cancellationToken) => new()
    {
        Cltab = (await node.Services.TakeClusterCltabAsync(call.Order.Term, call.TakeClusterCltab.Cltab.ToCltab(), call.TakeClusterCltab.Confirmed, cancellationToken)).ToMessage(),
    };

    private static bool IsOfStaleMaster(P.Answer answer) => (NodeRefusalKind?)answer.Outcome?.Refusal?.Kind == NodeRefusalKind.StaleTerm;

    private static DroverException Unknown(P.Call call) => new("CALL_UNKNOWN", $"The agent (version {Identity.Machine.Version}) does not know this call ({call.KindCase}): it is older than the master. Bring it to the same release.");

    private static P.Answer Outcome(NodeRefusal? refusal) => new() { Outcome = new P.Outcome { Refusal = refusal.ToMessage() } };

    private static P.Answer Failure(P.Call call, string code, string text) => new() { Id = call.Id, Failure = new P.Failure { Code = code, Text = text } };
}
