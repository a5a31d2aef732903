using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Pages.Logs;
using Drover.Web.Calls;

namespace Drover.Pages.Live;

/// <summary>Tells the reader of a page that a log has changed, as often as pages are told of anything.</summary>
internal sealed class LogWatch : IDisposable
{
    private readonly LogShelf _shelf;
    private readonly Call _call;
    private readonly string _name;
    private ILog? _log;
    private long _end;
    private Task? _next;

    /// <param name="shelf">The logs.</param>
    /// <param name="call">Who reads.</param>
    /// <param name="name">Which log.</param>
    /// <exception cref="NotAllowedException">The caller may not see it.</exception>
    public LogWatch(LogShelf shelf, Call call, string name)
    {
        LogShelf.Require(call, name);
        (_shelf, _call, _name) = (shelf, call, name);
    }

    /// <summary>Ends when the log has changed; never for one in which nothing stands yet, whose page looks again with the next change of anything.</summary>
    public Task Next(CancellationToken cancellationToken) => _next = _next is { IsCompleted: false } ? _next : NextAsync(cancellationToken);

    public void Dispose() => _log?.Dispose();

    private async Task NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_log is null && await _shelf.OpenAsync(_name, cancellationToken) is { } log)
                (_log, _end) = (log, (await log.StatAsync(cancellationToken)).End);
            if (_log is null)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            while (!(await _log!.NextAsync(_end, 1, LiveStream.Heartbeat, cancellationToken)).IsNews)
            {
                // Nothing has come.
            }
            _end = (await _log.StatAsync(cancellationToken)).End;
        }
        catch (DroverException)
        {
            // It cannot be read now; the page says why when it is read anew.
            await Task.Delay(LiveStream.Heartbeat, _call.Kernel.Clock, cancellationToken);
        }
        await Task.Delay(ChangeBeat.Gather, _call.Kernel.Clock, cancellationToken);
    }
}
