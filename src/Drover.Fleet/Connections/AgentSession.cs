using System.Collections.Concurrent;
using System.Threading.Channels;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Grpc.Core;

namespace Drover.Fleet.Connections;

/// <summary>One connection of an agent: calls and their answers, whichever comes first.</summary>
/// <param name="hello">What the agent said of itself.</param>
/// <param name="address">The address that it speaks from.</param>
/// <param name="clock">Times calls and writes.</param>
internal sealed class AgentSession(Hello hello, string address, TimeProvider clock) : IDisposable
{
    /// <summary>Code of the error of a node that has not answered in time.</summary>
    public const string Silent = "NODE_SILENT";

    /// <summary>Messages that may wait for a slow agent before callers wait.</summary>
    private const int Backlog = 256;

    /// <summary>How long one message may take: who reads no more is given up.</summary>
    private static readonly TimeSpan s_writeTime = TimeSpan.FromSeconds(10);

    private readonly Channel<MasterMessage> _out = Channel.CreateBounded<MasterMessage>(new BoundedChannelOptions(Backlog) { SingleReader = true });
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Answer>> _waiting = new();
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastCall;
    private long _owed;
    private volatile string? _reason;

    /// <summary>What the agent said of itself.</summary>
    public Hello Hello => hello;

    /// <summary>Whether it knows of leases.</summary>
    public bool KeepsLeases => hello.Capabilities.Contains(Capabilities.Leases);

    /// <summary>The address that it speaks from.</summary>
    public string Address => address;

    /// <summary>Set when the connection has ended, or is to end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether something is to be told of it in the log: once for each connection.</summary>
    public bool IsNews(string what) => _told.TryAdd(what, true);

    /// <summary>Ends with it.</summary>
    public Task Over => _over.Task;

    /// <summary>Why it ended; null while it lives.</summary>
    public string? Reason => _reason;

    /// <summary>Asks or orders something.</summary>
    /// <param name="call">What; it gets its number here.</param>
    /// <param name="time">How long the answer may take.</param>
    /// <param name="cancellationToken">Set when nobody waits any more.</param>
    /// <exception cref="ConnectionLostException">The connection has ended: it is not known whether the call came through.</exception>
    /// <exception cref="DroverException">The code and text of the agent, or <c>NODE_SILENT</c>: it did not answer in time.</exception>
    public async Task<Answer> CallAsync(Call call, TimeSpan time, CancellationToken cancellationToken)
    {
        call.Id = Interlocked.Increment(ref _lastCall);
        var waiting = _waiting[call.Id] = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_reason is { } reason)
                throw new ConnectionLostException(reason);
            await SendAsync(new MasterMessage { Call = call }, cancellationToken);
            var answer = await waiting.Task.WaitAsync(time, clock, cancellationToken);
            return answer.KindCase == Answer.KindOneofCase.Failure ? throw new DroverException(answer.Failure.Code, answer.Failure.Text) : answer;
        }
        catch (TimeoutException e)
        {
            _out.Writer.TryWrite(new MasterMessage { GiveUp = new GiveUp { Id = call.Id } });
            throw new DroverException(Silent, $"The node has not answered within {time.TotalSeconds:0.#} s.", e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _out.Writer.TryWrite(new MasterMessage { GiveUp = new GiveUp { Id = call.Id } });
            throw;
        }
        finally
        {
            _waiting.TryRemove(call.Id, out _);
        }
    }

    /// <summary>An answer has come. One that nobody waits for is dropped.</summary>
    public void OnAnswer(Answer answer)
    {
        if (_waiting.TryRemove(answer.Id, out var waiting))
            waiting.TrySetResult(answer);
    }

    /// <summary>Tells the agent something that it is told anew at its next connection.</summary>
    /// <returns>Whether there was room: if not, it is left out.</returns>
    public bool Tell(MasterMessage message) => _out.Writer.TryWrite(message);

    /// <summary>Tells the agent up to which report all is durable. Where too much waits for it already, that is told with what waits.</summary>
    public void Acknowledge(long number)
    {
        if (_out.Writer.TryWrite(Durable(number)))
            return;
        Interlocked.Exchange(ref _owed, number);
        // The place may have come free before anybody saw what is owed.
        if (_out.Writer.TryWrite(Durable(number)))
            Interlocked.CompareExchange(ref _owed, 0, number);
    }

    /// <summary>Writes what is to be told until the connection ends.</summary>
    public async Task WriteAsync(IServerStreamWriter<MasterMessage> stream)
    {
        try
        {
            await foreach (var message in _out.Reader.ReadAllAsync(_ended.Token))
            {
                await stream.WriteAsync(message, _ended.Token).WaitAsync(s_writeTime, clock, _ended.Token);
                if (Interlocked.Exchange(ref _owed, 0) is > 0 and var number)
                    await stream.WriteAsync(Durable(number), _ended.Token).WaitAsync(s_writeTime, clock, _ended.Token);
            }
        }
        catch (TimeoutException)
        {
            End($"it has read nothing for {s_writeTime.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException or InvalidOperationException or IOException)
        {
            End("the connection was lost");
        }
    }

    /// <summary>Ends it; who waits for an answer is told. The first reason counts.</summary>
    public void End(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
            return;
        _out.Writer.TryComplete();
        _over.TrySetResult();
        _ended.Cancel();
        foreach (var waiting in _waiting.Values)
            waiting.TrySetException(new ConnectionLostException(reason));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End("the connection was closed");
        _ended.Dispose();
    }

    private static MasterMessage Durable(long number) => new() { Acknowledge = new Acknowledge { Number = number } };

    private async Task SendAsync(MasterMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await _out.Writer.WriteAsync(message, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ConnectionLostException(_reason ?? "the connection was closed");
        }
    }
}
