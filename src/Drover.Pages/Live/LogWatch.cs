using Drover.Kernel.Logs;
using Drover.Pages.Logs;
using Drover.Web.Calls;

namespace Drover.Pages.Live;

/// <summary>Tells the reader of a page that a log has changed, as often as pages are told of anything.</summary>
/// <param name="shelf">The logs.</param>
/// <param name="call">Who reads.</param>
/// <param name="name">Which log.</param>
internal sealed class LogWatch(LogShelf shelf, Call call, string name) : IDisposable
{
    private ILogReader? _log = shelf.Open(call, name);
    private Task? _next;

    /// <summary>Ends when the log has changed; never for one in which nothing stands yet, whose page looks again with the next change of anything.</summary>
    public Task Next(CancellationToken cancellationToken) => _next = _next is { IsCompleted: false } ? _next : NextAsync(cancellationToken);

    public void Dispose() => _log?.Dispose();

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        _log ??= shelf.Open(call, name);
        await (_log?.NextChange() ?? Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(cancellationToken);
        await Task.Delay(ChangeBeat.Gather, call.Kernel.Clock, cancellationToken);
    }
}
