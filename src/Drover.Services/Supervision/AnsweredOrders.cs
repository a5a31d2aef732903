using Drover.Nodes;
using Drover.Nodes.Services;

namespace Drover.Services.Supervision;

/// <summary>What orders of masters were answered, so that an order that comes again gets the same answer and is not carried out twice. The
/// last thousand are remembered. Only touched on the supervisor's loop.</summary>
internal sealed class AnsweredOrders
{
    private const int Most = 1_000;

    private readonly Dictionary<CommandKey, (object? Answer, LevelEnd? End)> _answers = [];
    private readonly Queue<CommandKey> _order = new();

    /// <summary>The highest term heard of. It begins with that of the master in this process: those on record may be of a state directory that is gone.</summary>
    public long Term { get; set; }

    /// <summary>Whether an order was answered before, and how.</summary>
    public bool TryFind<T>(CommandKey key, out T answer, out LevelEnd? end)
    {
        var isKnown = _answers.TryGetValue(key, out var known);
        (answer, end) = isKnown ? ((T)known.Answer!, known.End) : (default!, null);
        return isKnown;
    }

    /// <summary>An order is being carried out.</summary>
    public void Begin(CommandKey key)
    {
        _answers[key] = (null, null);
        _order.Enqueue(key);
        if (_order.Count > Most)
            _answers.Remove(_order.Dequeue());
    }

    /// <summary>How it was answered.</summary>
    public void Answer(CommandKey key, object? answer) => _answers[key] = _answers[key] with { Answer = answer };

    /// <summary>It failed in a way that nobody foresaw, and may be given again.</summary>
    public void Forget(CommandKey key) => _answers.Remove(key);

    /// <summary>How the change of level ended that an order had begun.</summary>
    public void End(CommandKey key, LevelEnd end)
    {
        if (_answers.TryGetValue(key, out var known))
            _answers[key] = known with { End = end };
    }
}
