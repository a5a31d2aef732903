using System.Collections.Concurrent;
using Drover.Nodes;

namespace Drover.Services.Nodes;

/// <summary>Operations that wait for the end of orders to nodes, by the keys of these.</summary>
/// <typeparam name="TNews">What happens on the way.</typeparam>
/// <typeparam name="TEnd">How an order ends.</typeparam>
internal class OrderWaits<TNews, TEnd>
{
    private readonly ConcurrentDictionary<(string Node, CommandKey Key), (Action<TNews> News, TaskCompletionSource<TEnd> End)> _waits = new();

    /// <summary>Waits from now on; to be called before the order is given.</summary>
    /// <param name="node">The node that it is given to: no other can report its end.</param>
    /// <param name="key">Key of the order.</param>
    /// <param name="news">Takes what happens on the way.</param>
    public Task<TEnd> Begin(string node, CommandKey key, Action<TNews> news)
    {
        var end = new TaskCompletionSource<TEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits[(node, key)] = (news, end);
        return end.Task;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Forget(string node, CommandKey key) => _waits.TryRemove((node, key), out _);

    /// <summary>Something has happened.</summary>
    protected void OnNews(string node, CommandKey key, TNews news)
    {
        if (_waits.TryGetValue((node, key), out var wait))
            wait.News(news);
    }

    /// <summary>An order has ended.</summary>
    protected void OnEnd(string node, CommandKey key, TEnd end)
    {
        if (_waits.TryRemove((node, key), out var wait))
            wait.End.TrySetResult(end);
    }
}
