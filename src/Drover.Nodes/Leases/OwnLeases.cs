namespace Drover.Nodes.Leases;

/// <summary>The leases of the machine that the master runs on: asked of the book, in the same process.</summary>
public sealed class OwnLeases : ILeaseSource, IDisposable
{
    private readonly ILeaseBook _book;
    private readonly string _node;
    private readonly Pulse _changed = new();

    /// <param name="book">The book.</param>
    /// <param name="node">Name of the machine.</param>
    public OwnLeases(ILeaseBook book, string node)
    {
        (_book, _node) = (book, node);
        _book.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public Task Changed => _changed.Next;

    /// <inheritdoc/>
    public Task<IReadOnlyList<LeaseGrant>> AskAsync(string? problem, CancellationToken cancellationToken) => Task.FromResult(_book.Grant(_node, problem));

    /// <inheritdoc/>
    public void Dispose() => _book.Changed -= OnChanged;

    private void OnChanged(object? sender, LeasesChangedEventArgs changed)
    {
        if (changed.Node == _node)
            _changed.Beat();
    }
}
