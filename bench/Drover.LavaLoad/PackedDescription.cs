using System.Globalization;
using System.Text;
using Drover.Lava.Xz;

namespace Drover.LavaLoad;

/// <summary>What END carries: the description of a pipeline, packed.</summary>
internal static class PackedDescription
{
    /// <summary>A description of so many bytes as workers write it: actions with their parameters and timeouts.</summary>
    public static byte[] OfPipeline(int bytes)
    {
        var text = new StringBuilder("compatibility: 0\njob: {device_type: board, job_name: bench, priority: medium, visibility: public}\npipeline:\n");
        var random = new Random(1);
        for (var level = 1; text.Length < bytes; level++)
            text.Append(CultureInfo.InvariantCulture, $"- class: actions.deploy.step{level}\n  description: download and prepare part {level} of the image\n  level: {level % 9}.{level}\n"
                + $"  max_retries: {random.Next(1, 5)}\n  name: step-{level}-{random.Next():x8}\n  parameters: {{namespace: common, url: 'http://images.example.org/{random.Next():x8}/part{level}.gz'}}\n"
                + $"  sleep: 1\n  summary: part {level}\n  timeout: {{duration: {random.Next(10, 900)}, name: step-{level}}}\n");
        return XzStream.Pack(Encoding.UTF8.GetBytes(text.ToString(0, bytes)));
    }

    /// <summary>A description that is about so many bytes long when it is packed. Most of it is noise, which packing makes no smaller: the worst that can come.</summary>
    public static byte[] OfSize(int bytes)
    {
        var noise = new byte[bytes];
        new Random(1).NextBytes(noise);
        var text = $"compatibility: 0\njob: {{}}\npipeline: []\nnoise: \"{Convert.ToHexString(noise)}\"\n";
        return XzStream.Pack(Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, bytes * 2)]));
    }
}
