namespace Drover.Jinja.Tests;

/// <summary>Templates of a test, rendered by us.</summary>
internal static class Templates
{
    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();

    public static string Render(string template, params (string Name, object? Value)[] variables) =>
        Render(new Dictionary<string, string> { ["main"] = template }, variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    public static string Render(IReadOnlyDictionary<string, string> templates, IReadOnlyDictionary<string, object?>? variables = null, RenderLimits? limits = null) =>
        new TemplateEnvironment(new TemplateLoader(templates.GetValueOrDefault), limits).Render("main", variables ?? None);

    /// <summary>The text, or the error.</summary>
    public static (string? Text, string? Error) Try(IReadOnlyDictionary<string, string> templates, IReadOnlyDictionary<string, object?> variables)
    {
        try
        {
            return (Render(templates, variables), null);
        }
        catch (TemplateException error)
        {
            return (null, error.Message);
        }
    }
}
