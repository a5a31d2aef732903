using System.Diagnostics;
using System.IO.Pipelines;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Drover.Web.Doors;

/// <summary>Gives a body to the answers of the web server itself: what it cannot read as HTTP never comes to the site, and it answers with bare headers.</summary>
internal static class RejectionAnswers
{
    /// <summary>The event with which the server tells that it turns a request away, before it answers.</summary>
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Makes the connections of a listener able to carry such bodies.</summary>
    public static void CarryOn(ListenOptions listen) => listen.Use(next => async connection =>
    {
        var bare = connection.Transport;
        var answers = new AnswerWriter(bare.Output);
        connection.Features.Set(answers);
        connection.Transport = new Duplex(bare.Input, answers);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = bare;
        }
    });

    /// <summary>Hears of what the server turns away.</summary>
    /// <returns>Ends the hearing.</returns>
    public static IDisposable Hear(DiagnosticListener server) => server.Subscribe(new Ear(), name => name == BadRequest);

    private static void Answer(IFeatureCollection request)
    {
        if (request.Get<AnswerWriter>() is not { } answers || request.Get<IBadRequestExceptionFeature>()?.Error is not { } error)
            return;
        // The answer to HEAD has no body.
        if (!HttpMethods.IsHead(request.Get<IHttpRequestFeature>()?.Method ?? ""))
            answers.Reject(ErrorBody.From(error));
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Ear : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> told)
        {
            if (told.Value is IFeatureCollection request)
                Answer(request);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
