namespace Drover.Pages.Rendering;

/// <summary>A page as it is sent.</summary>
/// <param name="Body">Its bytes.</param>
/// <param name="Tag">Names them (<c>ETag</c>).</param>
internal sealed record RenderedPage(byte[] Body, string Tag);
