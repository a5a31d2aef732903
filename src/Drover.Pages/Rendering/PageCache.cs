using System.Globalization;
using Drover.Kernel;
using Drover.Pages.Live;
using Drover.Web.Calls;

namespace Drover.Pages.Rendering;

/// <summary>Pages that are looked at again because of the same change: what several readers share is made once. A page whose reader does not say which change it has heard of is made anew.</summary>
/// <param name="beat">Counts the changes.</param>
internal sealed class PageCache(ChangeBeat beat)
{
    /// <summary>The change that a reader has heard of last.</summary>
    private const string Heard = "Drover-Beat";

    /// <summary>More than that are not kept: whoever comes then has a page made for itself.</summary>
    private const int MostPages = 200;

    /// <summary>Counts the changes.</summary>
    public ChangeBeat Beat => beat;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Lazy<Task<RenderedPage>>> _pages = [];
    private long _beat;

    /// <summary>A page that was begun after the change of which the reader has heard.</summary>
    /// <param name="call">The request.</param>
    /// <param name="frame">What is around the page.</param>
    /// <param name="make">Makes it.</param>
    public async Task<RenderedPage> GetAsync(Call call, Frame frame, Func<Task<RenderedPage>> make)
    {
        if (Find(call, frame, make) is not { } shared)
            return await make();
        try
        {
            return await shared.Value;
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            // The one for whom it was made has left.
            return await make();
        }
    }

    private Lazy<Task<RenderedPage>>? Find(Call call, Frame frame, Func<Task<RenderedPage>> make)
    {
        // A number that was never told may come from before a restart, or from anybody.
        if (!long.TryParse(call.Http.Request.Headers[Heard], NumberStyles.None, CultureInfo.InvariantCulture, out var heard) || heard > beat.Count)
            return null;
        var key = new Key(frame.Path, frame.Words.Tag, call.Caller);
        lock (_gate)
        {
            if (heard > _beat)
            {
                _pages.Clear();
                _beat = heard;
            }
            if (!_pages.TryGetValue(key, out var page) && _pages.Count < MostPages)
                _pages.Add(key, page = new Lazy<Task<RenderedPage>>(make));
            return page;
        }
    }

    private sealed record Key(string Address, string Language, Caller Caller);
}
