using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Drover.Bench.Reporting;

/// <summary>The machine that the figures are of.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string Kernel, string Runtime, double Load)
{
    public static Machine Look()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        return new Machine(model ?? RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription,
            double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("machine");
        writer.WriteString("processor", Processor);
        writer.WriteNumber("cores", Cores);
        writer.WriteNumber("memory_gb", Math.Round(MemoryGigabytes, 1));
        writer.WriteString("kernel", Kernel);
        writer.WriteString("runtime", Runtime);
        writer.WriteNumber("load_before", Load);
        writer.WriteEndObject();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor}, {Cores} cores, {MemoryGigabytes:0} GB, {Kernel}, {Runtime}, load {Load:0.00} before the run");
}
