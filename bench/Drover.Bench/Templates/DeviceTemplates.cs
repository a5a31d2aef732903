using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Bench.Daemon;
using Drover.Jinja;

namespace Drover.Bench.Templates;

/// <summary>A device of the type qemu rendered from Debian's templates, by us and by Debian's Jinja2.</summary>
internal sealed class DeviceTemplates : Part
{
    private const string Device = "{% extends 'qemu.jinja2' %}\n{% set mac_addr = '52:54:00:12:34:59' %}\n{% set memory = 1024 %}\n";
    private const int Repeat = 200;

    private static readonly Dictionary<string, object?> s_context = new() { ["arch"] = "amd64" };

    public override string Name => "templates";

    public override string About => "a qemu device from its templates: parsed anew, and parsed before; beside Debian's Jinja2 (needs apt-get and python3-jinja2)";

    public override async Task RunAsync(BenchRun run)
    {
        var types = Path.Combine(DaemonBed.Repository, "artifacts/debian/lava-server/usr/share/lava-server/device-types");
        using (var unpack = Process.Start(new ProcessStartInfo("/bin/sh",
            [Path.Combine(DaemonBed.Repository, "tests/Shared/unpack-debian"), "lava-server", Path.Combine(DaemonBed.Repository, "artifacts/debian/lava-server")]) { UseShellExecute = false })!)
            await unpack.WaitForExitAsync();
        var texts = Directory.GetFiles(types, "*.jinja2").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        texts["device"] = Device;
        // The first rendering of a process pays for its code too; that is not what is asked for here.
        var text = Render(texts, 50).Text;
        var cold = await run.MedianAsync(() => Task.FromResult(Render(texts, 1).Cold));
        var warm = await run.MedianAsync(() => Task.FromResult(Render(texts, Repeat).Warm));
        run.Report.Add("parse and render", cold * 1e3, "ms");
        run.Report.Add("render again", warm * 1e3, "ms");
        var python = await PythonAsync(types);
        if ((string?)python["text"] != text)
            throw new InvalidOperationException("Debian's Jinja2 gives another text.");
        run.Report.Add("Jinja2: parse and render", (double)python["cold"]! * 1e3, "ms");
        run.Report.Add("Jinja2: render again", (double)python["warm"]! * 1e3, "ms");
    }

    private static (string Text, double Cold, double Warm) Render(Dictionary<string, string> texts, int repeat)
    {
        var environment = new TemplateEnvironment(new TemplateLoader(texts.GetValueOrDefault));
        var begin = Stopwatch.GetTimestamp();
        var text = environment.Render("device", s_context);
        var cold = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeat; i++)
            environment.Render("device", s_context);
        return (text, cold, Stopwatch.GetElapsedTime(begin).TotalSeconds / repeat);
    }

    private static async Task<JsonNode> PythonAsync(string types)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(DaemonBed.Repository, "tests/Drover.Jinja.Tests/python/render.py")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var python = Process.Start(start)!;
        var request = JsonSerializer.Serialize(new { templates = new { device = Device }, directories = new[] { types }, name = "device", variables = s_context, repeat = Repeat });
        // Twice: the first one pays for Python's own imports.
        await python.StandardInput.WriteLineAsync(request);
        await python.StandardInput.WriteLineAsync(request);
        python.StandardInput.Close();
        await python.StandardOutput.ReadLineAsync();
        var answer = await python.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Debian's Jinja2 gives no answer: is python3-jinja2 installed?");
        await python.WaitForExitAsync();
        return JsonNode.Parse(answer)!;
    }
}
