using Drover.Clinit.Terminal;

namespace Drover.Clinit;

internal static class Program
{
    public static int Main(string[] args) => new Client(text => Descriptor.Write(1, text), text => Descriptor.Write(2, text)).Run(args);
}
