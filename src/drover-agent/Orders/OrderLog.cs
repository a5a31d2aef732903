using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.NodeAgent.Reports;
using Drover.NodeAgent.Telling;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Microsoft.Extensions.Logging;
using LevelEnd = Drover.Nodes.Services.LevelEnd;

namespace Drover.NodeAgent.Orders;

/// <summary>What was ordered, and what came of it, over restarts of the agent: the last thousand. An order that comes again is not carried out again.</summary>
internal sealed class OrderLog : IDisposable
{
    private const int Most = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<CommandKey, OrderRecord> _orders = [];
    private readonly Queue<CommandKey> _age = new();
    private readonly MessageFile<OrderRecord> _file;
    private readonly ILogger _log;
    private int _written;

    private OrderLog(MessageFile<OrderRecord> file, ILogger log)
    {
        (_file, _log) = (file, log);
        foreach (var record in file.Read)
            Take_NeedsLock(record);
        _written = file.Read.Count;
    }

    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static OrderLog Open(string path, ILogger log) => new(MessageFile<OrderRecord>.Open(path, OrderRecord.Parser), log);

    /// <summary>What an order was answered; null when it is not known.</summary>
    public Answer? AnswerTo(CommandKey key)
    {
        lock (_gate)
            return _orders.GetValueOrDefault(key)?.Answer;
    }

    /// <summary>How an order ended whose end is reported; null when it has not, or is not known.</summary>
    public LevelEnd? EndOf(CommandKey key)
    {
        lock (_gate)
            return _orders.GetValueOrDefault(key)?.Ended is { } ended ? new LevelEnd((LevelEndKind)ended.Kind, ended.Word, ended.HasDetail ? ended.Detail : null) : null;
    }

    /// <summary>An order was answered.</summary>
    public void Answer(CommandKey key, Answer answer)
    {
        lock (_gate)
            Keep_NeedsLock(new OrderRecord { Key = key.ToMessage(), Answer = answer, Ended = _orders.GetValueOrDefault(key)?.Ended });
    }

    /// <summary>An order has ended.</summary>
    public void End(CommandKey key, LevelEnd end)
    {
        var ended = new Nodes.Services.LevelEnded(0, key, end).ToMessage().Ended;
        lock (_gate)
            Keep_NeedsLock(new OrderRecord { Key = key.ToMessage(), Answer = _orders.GetValueOrDefault(key)?.Answer, Ended = ended });
    }

    public void Dispose() => _file.Dispose();

    private void Keep_NeedsLock(OrderRecord record)
    {
        Take_NeedsLock(record);
        try
        {
            if (++_written > 2 * Most)
            {
                _file.Replace(_age.Select(key => _orders[key]));
                _written = _age.Count;
            }
            else
            {
                _file.Add(record);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NodeAgentLog.NotKept(_log, e.Message);
        }
    }

    private void Take_NeedsLock(OrderRecord record)
    {
        var key = record.Key.ToKey();
        if (!_orders.ContainsKey(key))
        {
            _age.Enqueue(key);
            if (_age.Count > Most)
                _orders.Remove(_age.Dequeue());
        }
        _orders[key] = record;
    }
}
