# papertrail in a container. In the folder of a list: docker run --rm --user "$(id -u)" --volume "$PWD:/list" papertrail check
FROM python:3.13-slim
COPY . /source
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r /source/src/papertrail/scaffold/files/requirements.txt \
    && pip install --no-cache-dir --no-deps --no-build-isolation /source \
    && rm -r /source
USER nobody
WORKDIR /list
EXPOSE 8000
ENTRYPOINT ["papertrail"]
CMD ["--help"]
