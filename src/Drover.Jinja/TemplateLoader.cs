namespace Drover.Jinja;

/// <summary>Where the texts of templates come from.</summary>
/// <param name="read">The text of a template by its name, or null when there is none. A name has no empty segments and none that lead upwards. Called from any thread.</param>
public sealed class TemplateLoader(Func<string, string?> read)
{
    /// <summary>The text of a template, or null when there is none. Names are paths below the loader's own root: what leads out of it is not found.</summary>
    /// <param name="name">Segments with slashes between them; empty ones and <c>.</c> are passed over.</param>
    public string? Read(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            return null;
        var segments = name.Split('/').Where(segment => segment is not ("" or ".")).ToList();
        return segments.Count == 0 || segments.Contains("..") ? null : read(string.Join('/', segments));
    }
}
