using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Jinja.Tests;

/// <summary>Debian's python3-jinja2, which says what is right.</summary>
public sealed class DebianJinja : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private readonly Process _python;

    public DebianJinja()
    {
        // Debian's own Python: another one in the path may have another Jinja2.
        var start = new ProcessStartInfo("/usr/bin/python3") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        // Python warns of odd expressions that are tried on purpose.
        start.ArgumentList.Add("-Wignore");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "python", "render.py"));
        _python = TimedProcess.Start(start);
    }

    /// <summary>The text, or the class of the error.</summary>
    public async Task<(string? Text, string? Error)> RenderAsync(IReadOnlyDictionary<string, string> templates, string name, IReadOnlyDictionary<string, object?> variables)
    {
        var answer = await AskAsync(new { templates, name, variables });
        return ((string?)answer["text"], answer["error"] is null ? null : $"{answer["error"]}: {answer["message"]}");
    }

    /// <summary>The same with templates that lie in directories.</summary>
    public async Task<(string? Text, string? Error)> RenderFilesAsync(IReadOnlyDictionary<string, string> templates, string directory, string name, IReadOnlyDictionary<string, object?> variables)
    {
        var answer = await AskAsync(new { templates, directories = new[] { directory }, name, variables });
        return ((string?)answer["text"], answer["error"] is null ? null : $"{answer["error"]}: {answer["message"]}");
    }

    private async Task<JsonNode> AskAsync(object request)
    {
        await _python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _python.StandardInput.FlushAsync();
        var line = await _python.StandardOutput.ReadLineAsync().WaitAsync(s_patience);
        Assert.True(line is not null, "Debian's Python gave no answer: is python3-jinja2 installed?");
        return JsonNode.Parse(line)!;
    }

    public void Dispose()
    {
        _python.Kill();
        _python.Dispose();
    }
}
