using System.Globalization;
using System.Text;
using Drover.Lab.Assignments;

namespace Drover.Lava.Control;

/// <summary>A message to a worker, with its frames made.</summary>
public sealed class MasterMessage
{
    private readonly byte[][] _frames;

    private MasterMessage(string action, params byte[][] rest)
    {
        Action = action;
        _frames = [Encoding.ASCII.GetBytes(action), .. rest];
        Size = _frames.Sum(frame => frame.Length);
    }

    /// <summary>The first frame, such as <c>START</c>.</summary>
    public string Action { get; }

    /// <summary>Bytes of all frames.</summary>
    public int Size { get; }

    internal IReadOnlyList<byte[]> Frames => _frames;

    /// <summary>Starts a job. The worker answers START_OK, or END when it has ended already.</summary>
    public static MasterMessage Start(long jobId, WorkerTexts texts) => new("START", Id(jobId), Encoding.UTF8.GetBytes(texts.Definition), Encoding.UTF8.GetBytes(texts.Device),
        Encoding.UTF8.GetBytes(texts.Dispatcher), Encoding.UTF8.GetBytes(texts.Environment), Encoding.UTF8.GetBytes(texts.DeviceEnvironment));

    /// <summary>Ends a job; the worker sends END when it has ended.</summary>
    public static MasterMessage Cancel(long jobId) => new("CANCEL", Id(jobId));

    /// <summary>Asks what became of a job. The worker answers START_OK or END.</summary>
    public static MasterMessage Status(long jobId) => new("STATUS", Id(jobId));

    /// <summary>Answers END: the worker may forget the job.</summary>
    public static MasterMessage EndOk(long jobId) => new("END_OK", Id(jobId));

    /// <summary>Answers HELLO. The door does it by itself.</summary>
    internal static MasterMessage HelloOk() => new("HELLO_OK");

    /// <summary>Answers PING. The door does it by itself.</summary>
    /// <param name="interval">How long the worker may be silent; whole seconds, 5 or more.</param>
    internal static MasterMessage Pong(TimeSpan interval) => new("PONG", Id((long)interval.TotalSeconds));

    private static byte[] Id(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
