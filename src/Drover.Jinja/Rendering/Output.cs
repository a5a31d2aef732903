using System.Text;

namespace Drover.Jinja.Rendering;

/// <summary>Takes the text of a rendering, up to its limit.</summary>
internal sealed class Output(int most)
{
    private readonly StringBuilder _text = new();

    public void Write(string text)
    {
        if (text.Length > most - _text.Length)
            throw new TemplateFault($"The rendering gives more than {most} characters; it was given up.");
        _text.Append(text);
    }

    public override string ToString() => _text.ToString();
}
