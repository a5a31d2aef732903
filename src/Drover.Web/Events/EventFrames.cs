using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Journal;
using Drover.Web.Calls;

namespace Drover.Web.Events;

/// <summary>Writes journal records as frames of an event stream.</summary>
internal sealed class EventFrames(PipeWriter output, bool seesInside)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);

    public void Write(JournalRecord record)
    {
        Append(string.Create(CultureInfo.InvariantCulture, $"id: {record.Sequence}\nevent: {record.Kind}\ndata: "));
        _data.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_data, JsonAnswer.Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq"u8, record.Sequence);
            writer.WritePropertyName("time"u8);
            record.Time.WriteTo(writer);
            writer.WriteString("actor"u8, record.Actor);
            writer.WriteString("kind"u8, record.Kind);
            writer.WritePropertyName("payload"u8);
            if (seesInside)
                new RawJson(record.Payload).WriteTo(writer);
            else
                EventSecrets.WriteWithout(writer, record);
            writer.WriteEndObject();
        }
        output.Write(_data.WrittenSpan);
        Append("\n\n");
    }

    public void Comment(string text) => Append($": {text.ReplaceLineEndings(" ")}\n\n");

    public async Task FlushAsync(CancellationToken cancellationToken) => await output.FlushAsync(cancellationToken);

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);
}
