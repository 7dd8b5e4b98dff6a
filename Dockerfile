# Two images: 'helpdesk' (the program, for a PostgreSQL server of yours) and 'demo' (with PostgreSQL and Dovecot inside).
# A test replays these steps without a container engine (tests/Helpdesk.Tests/Packaging).

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
# The packages first: they change seldom, and their layer is kept until they do.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Helpdesk/Helpdesk.csproj src/Helpdesk/packages.lock.json src/Helpdesk/
RUN dotnet restore src/Helpdesk/Helpdesk.csproj --locked-mode
COPY .editorconfig ./
COPY src/Helpdesk/ src/Helpdesk/
RUN dotnet publish src/Helpdesk/Helpdesk.csproj --configuration Release --no-restore --output /app
COPY models/current/ /app/models/current/
# What a new model learns from and is held against.
COPY training-data/messages.jsonl training-data/held-out.jsonl /app/training-data/

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS helpdesk
# pg_dump and pg_restore, for 'backup' and 'restore'; they serve servers up to their own version. The font is the type of the charts that are pictures.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fonts-dejavu-core postgresql-client \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/ /app/
RUN ln -s /app/Helpdesk /usr/local/bin/helpdesk && mkdir /data && chown "$APP_UID" /data
ENV ASPNETCORE_HTTP_PORTS=8080 Helpdesk__DataFolder=/data DOTNET_EnableDiagnostics=0
USER $APP_UID
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Ready: this process, its model and its database. Compose only shows it; an outage of the database restarts nothing here.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$ASPNETCORE_HTTP_PORTS && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["helpdesk"]
CMD ["serve"]

FROM helpdesk AS demo
USER root
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql dovecot-imapd \
    && rm -rf /var/lib/apt/lists/*
COPY training-data/demo.jsonl /app/training-data/demo.jsonl
USER $APP_UID
CMD ["demo", "--data-folder", "/data/demo"]

# What 'docker build .' makes when no target is named.
FROM helpdesk
